/**
 * Creates an empty object without the members of `Object.prototype`: for names that come from outside.
 *
 * Not `Object.create(null)`: V8 keeps such an object as a hash table, which takes longer to fill, to list and to write as
 * JSON than an object made by a constructor.
 */
export const Dictionary = function () {
  // All that makes it what it is stands in its prototype.
} as unknown as new <T>() => Record<string, T>;
Dictionary.prototype = Object.create(null) as object;
