import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import { Arch } from 'electron-builder';
import { fuses } from './fuses.ts';

/** The packed Electron binary of a platform. */
export function binaryOf({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case 'darwin':
    case 'mas':
      return join(appOutDir, `${productFilename}.app`);
    case 'win32':
      return join(appOutDir, `${productFilename}.exe`);
    default:
      return join(appOutDir, packager.executableName);
  }
}

/** electron-builder calls this before signing. A binary on Apple silicon must be signed again after its bytes changed. */
export default async function afterPack(context) {
  const { electronPlatformName, arch } = context;
  await flipFuses(binaryOf(context), {
    ...fuses,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin' && arch === Arch.arm64,
  });
}
