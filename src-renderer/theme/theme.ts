import {
  ActionIcon,
  Button,
  createTheme,
  type DrawerProps,
  defaultVariantColorsResolver,
  Input,
  Menu,
  type ModalProps,
  type MultiSelectProps,
  Popover,
  type SelectProps,
  type TooltipProps,
} from '@mantine/core';
import { findInOptions } from '../ui/find-in-options.ts';

/** Shortest motion that still tells where something came from; the system's wish for less motion wins (milliseconds). */
const MOTION_MS = 120;
const fade = { transition: 'fade', duration: MOTION_MS } as const;

const dialogTitle = { title: { fontSize: 16, lineHeight: '24px', fontWeight: 650 } };

/** Mantine dressed in our tokens (`tokens.css`); colours come from there, so both schemes share this one theme. */
export const theme = createTheme({
  primaryColor: 'teal',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  activeClassName: '',
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const primary = input.color === undefined || input.color === input.theme.primaryColor;
    if (input.variant === 'filled' && primary) return { ...colors, color: 'var(--accent-text)' };
    if (input.variant === 'filled' && input.color === 'red') return { ...colors, color: 'var(--surface)' };
    return colors;
  },
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default' },
      vars: (_theme, props) =>
        props.size === undefined ? { root: { '--button-height': '32px', '--button-padding-x': '12px' } } : { root: {} },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    Input: Input.extend({
      vars: (_theme, props) => ({
        wrapper: props.size === undefined ? { '--input-height': '34px', '--input-fz': '14px' } : {},
      }),
    }),
    InputWrapper: Input.Wrapper.extend({ styles: { label: { marginBottom: 4 }, description: { marginBottom: 6 } } }),
    // What is not in the first picture is named, not imported: importing it would put it into the first bundle.
    // The page itself never scrolls, and the lock would write a style tag that the content policy refuses.
    Modal: {
      defaultProps: {
        lockScroll: false,
        transitionProps: fade,
        centered: true,
        radius: 12,
      } satisfies Partial<ModalProps>,
      styles: dialogTitle,
    },
    Drawer: {
      defaultProps: { lockScroll: false, transitionProps: { duration: MOTION_MS } } satisfies Partial<DrawerProps>,
      styles: dialogTitle,
    },
    Menu: Menu.extend({
      // The placeholder would be a focusable stranger among the menu's items.
      defaultProps: { transitionProps: fade, shadow: 'md', withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { transitionProps: fade, shadow: 'md' } }),
    // Who typed what they look for takes it by Enter.
    Select: {
      defaultProps: {
        comboboxProps: { transitionProps: fade, shadow: 'md' },
        selectFirstOptionOnChange: true,
        filter: findInOptions,
      } satisfies Partial<SelectProps>,
    },
    MultiSelect: {
      defaultProps: { selectFirstOptionOnChange: true, filter: findInOptions } satisfies Partial<MultiSelectProps>,
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: fade } satisfies Partial<TooltipProps> },
  },
});
