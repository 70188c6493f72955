import conversation from '../../../assets/sounds/conversation.wav';
import message from '../../../assets/sounds/message.wav';

const files = { conversation, message };

/** Plays one of the two short sounds; a browser that refuses before the first click is silently obeyed. */
export function playSound(sound: keyof typeof files): void {
  new Audio(files[sound]).play().catch(() => {});
}
