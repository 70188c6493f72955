import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PaneBoundary.module.css';

interface Props {
  /** What this part of the window is called, as the texts name it. */
  pane: 'list' | 'chat' | 'contact' | 'section' | 'window';
  /** A change of this value tries again by itself: another conversation may well show where this one did not. */
  resetKey?: string | null;
  children: ReactNode;
}

/** Keeps a defect in one part of the window from taking the others down. React asks for a class here. */
export class PaneBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: Props) {
    if (before.resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <BrokenPane pane={this.props.pane} error={this.state.error} retry={() => this.setState({ error: null })} />;
  }
}

function BrokenPane({ pane, error, retry }: { pane: Props['pane']; error: Error; retry: () => void }) {
  const { t } = useTranslation('frame');
  return (
    <div className={styles.broken} role="alert">
      <h2>{t(`broken.title.${pane}`)}</h2>
      <p>{t('broken.kept')}</p>
      <p>{t('broken.do')}</p>
      <code>{error.message}</code>
      <Button mt={8} onClick={retry}>
        {t('broken.retry')}
      </Button>
    </div>
  );
}
