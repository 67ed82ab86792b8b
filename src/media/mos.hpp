#pragma once

namespace vss::media {

/// What the E-model needs of one direction of a G.711 call.
struct PathQuality {
  double loss_pct = 0;          ///< packets that did not arrive, 0 … 100
  double one_way_delay_ms = 0;  ///< mouth to ear, jitter buffer included
};

/// Transmission rating R of ITU-T G.107 with its default values and without echo: R = 93.2 − Idd − Ie,eff.
/// Idd is the full formula of §7.4 (3-27); Ie,eff = Ie + (95 − Ie)·Ppl / (Ppl / BurstR + Bpl) with Ie = 0,
/// BurstR = 1 and Bpl = 25.1: G.711 with the packet loss concealment of its appendix I (G.113 appendix I).
double RatingR(const PathQuality& path);
/// Mean opinion score of R by G.107 annex B: 1 … 4.5.
double MosOf(double rating);
}  // namespace vss::media
