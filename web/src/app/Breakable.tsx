import { Component, type ReactNode } from 'react';
import { Broken } from './Broken';

interface Props {
  /// Where it stands; at another place the error is over.
  place: string;
  children: ReactNode;
}

/// What breaks inside is shown in its place, and the rest goes on. React has error boundaries as classes only.
export class Breakable extends Component<Props, { broken: { error: unknown; place: string } | null }> {
  override state = { broken: null as { error: unknown; place: string } | null };

  static getDerivedStateFromError(error: unknown) {
    return { broken: { error, place: '' } };
  }

  static getDerivedStateFromProps(props: Props, { broken }: { broken: { error: unknown; place: string } | null }) {
    if (!broken) return null;
    if (broken.place === '') return { broken: { ...broken, place: props.place } };
    return broken.place === props.place ? null : { broken: null };
  }

  override render() {
    return this.state.broken ? <Broken error={this.state.broken.error} /> : this.props.children;
  }
}
