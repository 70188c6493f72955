import { Notifications } from '@mantine/notifications';
import { DiagnosticsOverlay } from '../../diagnostics/DiagnosticsOverlay.tsx';
import { FilterPalette } from '../../inbox/filters/FilterPalette.tsx';
import { SaveFilterDialogs } from '../../inbox/filters/SaveFilterDialog.tsx';
import { Palette } from '../../palette/Palette.tsx';
import { StartOverlay } from '../../start/StartOverlay.tsx';
import { ShortcutsDialog } from '../actions/ShortcutsDialog.tsx';
import { OutboxDrawer } from '../outbox/OutboxDrawer.tsx';
import { UndoAction } from '../undo/offer.tsx';
import styles from './Overlays.module.css';

/** What lies over the frame and is not needed for its first picture, so it comes in a file of its own. */
export default function Overlays() {
  return (
    <>
      <Notifications className={styles.notices} position="bottom-left" limit={5} autoClose={5000} />
      <Palette />
      <ShortcutsDialog />
      <OutboxDrawer />
      <DiagnosticsOverlay />
      <StartOverlay />
      <FilterPalette />
      <SaveFilterDialogs />
      <UndoAction />
    </>
  );
}
