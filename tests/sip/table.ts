// The table of SIPp scenarios: which file, played by whom, what the product must make of it. A test holds it against
// the folder, so that no scenario lies there unplayed.

/// A telephone (or a stranger) that asks VSS; the file says all about the answers.
export interface Ask {
  scenario: string;
  about: string;
  as?: 'line' | 'wrong password' | 'unknown line';
  over?: 'tcp';
  registered?: boolean; // the slot's state in the end; not looked at when not given
  service?: string; // whom it calls
}

export const REGISTRAR: Ask[] = [
  { scenario: 'register_success', about: 'registers', registered: true },
  { scenario: 'register_success', about: 'registers over TCP', over: 'tcp' },
  { scenario: 'register_refused', about: 'is refused with a wrong password', as: 'wrong password', registered: false },
  { scenario: 'register_refused', about: 'is refused as a line that does not exist', as: 'unknown line', registered: false },
  { scenario: 'register_unregister', about: 'unregisters', registered: false },
  { scenario: 'register_star', about: 'unregisters by *', registered: false },
  { scenario: 'register_star_with_time', about: 'is refused * with a time', registered: false },
  { scenario: 'register_too_brief', about: 'is refused a time that is too brief', registered: false },
  { scenario: 'register_too_long', about: 'gets less time than it asked for', registered: true },
  { scenario: 'register_query', about: 'asks what is bound', registered: true },
  { scenario: 'register_replaces', about: 'takes the place of another contact', registered: true },
  { scenario: 'register_out_of_order', about: 'cannot undo a later REGISTER by an earlier one', registered: true },
];

export const EDGE: Ask[] = [
  { scenario: 'options', about: 'OPTIONS' },
  { scenario: 'unknown_method', about: 'an unknown method' },
  { scenario: 'max_forwards_zero', about: 'Max-Forwards 0' },
  { scenario: 'require_unknown', about: 'an unknown extension in Require' },
  { scenario: 'bye_without_dialog', about: 'BYE without a dialog' },
  { scenario: 'cancel_without_invite', about: 'CANCEL without an INVITE' },
  { scenario: 'reinvite_without_dialog', about: 'a re-INVITE without a dialog' },
  { scenario: 'scanner', about: 'a scanner, by silence' },
];

export const DIALLED: Ask[] = [
  { scenario: 'invite_service', about: 'reaches the echo', service: '9001' },
  { scenario: 'invite_service', about: 'reaches the announcement', service: '9002' },
  { scenario: 'invite_service', about: 'reaches the echo over TCP', service: '9001', over: 'tcp' },
  { scenario: 'invite_without_offer', about: 'is offered media when it offers none', service: '9001' },
  { scenario: 'invite_no_common_codec', about: 'is refused without a common codec', service: '9001' },
  { scenario: 'invite_e164', about: 'is refused a number of the world', service: '+79990000001' },
  { scenario: 'invite_without_credentials', about: 'is refused without credentials', service: '9001' },
  { scenario: 'invite_without_credentials', about: 'is refused a number without credentials', service: '+79990000001' },
  { scenario: 'invite_wrong_password', about: 'is refused with a wrong password', service: '9001', as: 'wrong password' },
  { scenario: 'invite_wrong_password', about: 'is refused as a line that does not exist', service: '9001', as: 'unknown line' },
];

/// Somebody who is called by call/start.
export interface Called {
  scenario: string;
  about: string;
  /// When the test ends the call by call/end; never: the other side or a time-out does.
  end?: { once: 'answered' | 'ringing' | 'started'; after_ms?: number };
  /// States that the call must show on its way.
  shows?: string[];
  cause: string | string[];
  within_ms?: number;
  redirected?: string; // why the redirect of the scenario is not followed
  number?: string; // of the test exchange, when a phone is called
}

const onceAnswered = { once: 'answered' } as const;
const later = { once: 'answered', after_ms: 3000 } as const;
const whileStarting = { once: 'started', after_ms: 1200 } as const;

/// The line's own telephone: rings first, then the number is called.
export const PHONE: Called[] = [
  { scenario: 'callee_answers', about: 'answers and is hung up on', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_answers_at_once', about: 'answers without ringing', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_hangs_up', about: 'hangs up', number: '+79990000015', cause: 'normal' },
  { scenario: 'callee_answers', about: 'is told when the number hangs up', number: '+79990000008', cause: 'normal' },
  { scenario: 'callee_answers', about: 'is told when the number is busy', number: '+79990000004', cause: 'busy' },
  { scenario: 'callee_busy', about: 'is busy', cause: 'line_declined' },
  { scenario: 'callee_redirects', about: 'sends elsewhere', cause: 'redirected', redirected: 'off' },
  { scenario: 'callee_wants_extension', about: 'wants an extension that we do not have', cause: 'incompatible' },
  { scenario: 'callee_declines', about: 'declines', cause: 'line_declined' },
  { scenario: 'callee_unavailable', about: 'is not there', cause: 'line_no_answer' },
  { scenario: 'callee_no_codec', about: 'has no codec of ours', cause: 'media_error' },
  { scenario: 'callee_rings_out', about: 'rings out', cause: 'line_no_answer', within_ms: 45_000 },
  { scenario: 'callee_rings_out', about: 'is cancelled while it rings', end: whileStarting, cause: 'cancelled' },
  { scenario: 'callee_only_tries', about: 'is cancelled after 100', end: whileStarting, cause: 'cancelled' },
  { scenario: 'callee_cancelled_before_ringing', about: 'is cancelled before any response', end: { once: 'started', after_ms: 500 }, cause: 'cancelled' },
  { scenario: 'callee_answers_while_cancelled', about: 'answers while it is cancelled', end: whileStarting, cause: 'cancelled' },
  { scenario: 'callee_silent', about: 'answers nothing', end: { once: 'started', after_ms: 4000 }, cause: 'cancelled', within_ms: 45_000 },
  { scenario: 'callee_bye_glare', about: 'says BYE at the same time', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_never_acks_bye', about: 'has forgotten the call', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_holds', about: 'holds and takes back', end: later, cause: 'normal' },
  { scenario: 'callee_asks_inside', about: 'asks inside the dialog', end: later, cause: 'normal' },
  { scenario: 'callee_sends_digit', about: 'sends a digit by INFO', end: later, cause: 'normal' },
  { scenario: 'callee_wrong_tags', about: 'says BYE with a wrong tag', end: later, cause: 'normal' },
  { scenario: 'callee_bad_answer', about: 'answers with what is no SDP', cause: 'media_error' },
];

/// The provider, when an AUTO line calls.
export const PROVIDER: Called[] = [
  { scenario: 'callee_answers', about: 'answers and is hung up on', shows: ['ringing'], end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_answers_at_once', about: 'answers without ringing', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_hangs_up', about: 'hangs up', shows: ['answered'], cause: 'normal' },
  { scenario: 'callee_challenges', about: 'wants credentials and gets them', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_challenges_as_server', about: 'wants credentials as a server does and gets the right ones', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_challenges_in_vain', about: 'takes no credentials', cause: 'forbidden' },
  { scenario: 'callee_busy', about: 'is busy', cause: 'busy' },
  { scenario: 'callee_declines', about: 'declines', cause: 'declined' },
  { scenario: 'callee_unavailable', about: 'is not there', cause: 'unreachable' },
  { scenario: 'callee_not_found', about: 'does not know the number', cause: 'invalid_number' },
  { scenario: 'callee_wants_extension', about: 'wants an extension that we do not have', cause: 'incompatible' },
  { scenario: 'callee_gone', about: 'has the number no more', cause: 'invalid_number' },
  { scenario: 'callee_overloaded', about: 'is overloaded', cause: 'congestion' },
  { scenario: 'callee_forbids', about: 'forbids', cause: 'forbidden' },
  { scenario: 'callee_no_codec', about: 'has no codec of ours', cause: 'media_error' },
  { scenario: 'callee_gives_cause', about: 'says why by a Reason header', cause: 'invalid_number' },
  { scenario: 'callee_rings_out', about: 'rings out', shows: ['ringing'], cause: 'no_answer', within_ms: 75_000 },
  { scenario: 'callee_rings_out', about: 'is cancelled while it rings', end: { once: 'ringing' }, cause: 'cancelled' },
  { scenario: 'callee_only_tries', about: 'only tries', cause: ['no_answer', 'unreachable'], within_ms: 75_000 },
  { scenario: 'callee_silent', about: 'answers nothing', cause: ['network_error', 'unreachable'], within_ms: 45_000 },
  { scenario: 'callee_answers_while_cancelled', about: 'answers while it is cancelled', end: { once: 'ringing' }, cause: 'cancelled' },
  { scenario: 'callee_bye_glare', about: 'says BYE at the same time', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_redirects', about: 'redirects, which is not followed', cause: 'redirected', redirected: 'other_number' },
  { scenario: 'callee_forks', about: 'rings in three places', shows: ['ringing'], end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_forks_answer_twice', about: 'answers in two places', end: { once: 'answered', after_ms: 1000 }, cause: 'normal' },
  { scenario: 'callee_early_media', about: 'speaks before it answers', shows: ['early'], end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_early_media_then_busy', about: 'speaks, and then is busy', shows: ['early'], cause: 'busy' },
  { scenario: 'callee_keeps_ringing_by_183', about: 'makes progress without media', end: onceAnswered, cause: 'normal' },
  { scenario: 'callee_holds', about: 'holds and takes back', end: later, cause: 'normal' },
  { scenario: 'callee_wrong_tags', about: 'says BYE with a wrong tag', end: later, cause: 'normal' },
  { scenario: 'callee_bad_answer', about: 'answers with what is no SDP', cause: 'media_error' },
  { scenario: 'callee_answers_over_bad_line', about: 'is there, but the line is bad', end: onceAnswered, cause: 'normal' },
];
