// Without those that look alike when they are read out: I l 1 O 0.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const LENGTH = 20;

/// A new password of 20 letters and digits, some 116 bits.
export function makePassword(): string {
  const letters: string[] = [];
  // A byte from beyond the last whole round of the alphabet would make some letters likelier.
  const fair = 256 - (256 % LETTERS.length);
  while (letters.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < fair && letters.length < LENGTH) letters.push(LETTERS[byte % LETTERS.length]!);
    }
  }
  return letters.join('');
}

/// What the server takes: 12 to 72 characters, of whatever alphabet.
export const isPassword = (text: string): boolean => {
  const length = [...text].length;
  return length >= 12 && length <= 72;
};
