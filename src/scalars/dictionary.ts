/**
 * Creates an empty object without the members of `Object.prototype`: for names from clients or EnOS.
 *
 * Not `Object.create(null)`: V8 keeps such an object as a hash table, which takes longer to fill, to list and to write as
 * JSON than an object made by a constructor.
 */
export const Dictionary = function () {
  // Empty: only its prototype, set below, matters.
} as unknown as new <T>() => Record<string, T>;
Dictionary.prototype = Object.create(null) as object;
