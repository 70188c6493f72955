/**
 * The wire protocol's version. A desktop and a backend talk only when the numbers are equal; otherwise the backend
 * answers `protocol-mismatch` with its own number, and the desktop says which of the two must be updated.
 */
export const PROTOCOL_VERSION = 3;
