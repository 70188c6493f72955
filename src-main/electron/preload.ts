import { contextBridge, ipcRenderer } from 'electron';

/**
 * The only thing the page gets of Electron: a port to the engine, when it asks. A MessagePort cannot cross
 * `contextBridge`, so it is posted to the page, which is alone in its origin.
 */
contextBridge.exposeInMainWorld('turno', {
  shell: 'electron',
  requestPort: () => ipcRenderer.send('turno:request-port'),
});

ipcRenderer.on('turno:port', (event) => {
  const [port] = event.ports;
  if (port !== undefined) window.postMessage('turno:port', window.location.origin, [port]);
});
