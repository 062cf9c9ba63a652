// What was typed into a dialog, kept until it was taken: over Esc, Cancel, a reload and a lost connection.

const store = localStorage;

/** One draft for each person, form, subject and set of first values. */
export function draftKey(person, form) {
  const start = form.fields.map((field) => field.initial).join("\u0000");
  let hash = 5381;
  for (const letter of start) hash = ((hash << 5) + hash + letter.codePointAt(0)) >>> 0;
  return `hymnsheet.draft.${person}.${form.id}.${form.subject}.${hash}`;
}

export function readDraft(key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

export function keepDraft(key, values) {
  try {
    store.setItem(key, JSON.stringify(values));
  } catch {
    // a full or forbidden storage must not stop the typing
  }
}

export const dropDraft = (key) => store.removeItem(key);
