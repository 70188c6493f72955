import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses';

/**
 * Every fuse of Electron, set by name. `Required` makes a fuse that nobody decided on a compile error: an upgrade of
 * `@electron/fuses` that knows a new one does not pass the type check.
 */
const decided: Required<Record<FuseV1Options, boolean>> = {
  // The application is no general Node: `ELECTRON_RUN_AS_NODE`, `NODE_OPTIONS` and `--inspect` do nothing.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Only our own packed and unchanged code runs.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The window is served by `app://`; `file://` needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

export const fuses: FuseConfig = { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...decided };
