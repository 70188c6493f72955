import { settingsCommands } from '../protocol/settings.ts';

/** The settings' commands as actions of the bridge. */
export const settingsActionArgs = {
  'server.operation.save': settingsCommands['operation.save'].args,
  'server.department.save': settingsCommands['department.save'].args,
  'server.person.save': settingsCommands['person.save'].args,
  'server.pauseReason.save': settingsCommands['pauseReason.save'].args,
  'server.pauseReason.remove': settingsCommands['pauseReason.remove'].args,
  'server.reason.save': settingsCommands['reason.save'].args,
  'server.reason.remove': settingsCommands['reason.remove'].args,
  'server.tag.save': settingsCommands['tag.save'].args,
  'server.tag.remove': settingsCommands['tag.remove'].args,
  'server.pipeline.save': settingsCommands['pipeline.save'].args,
  'server.field.save': settingsCommands['field.save'].args,
  'server.settings.undo': settingsCommands['settings.undo'].args,
} as const;
