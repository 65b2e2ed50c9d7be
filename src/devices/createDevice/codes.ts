/** EnOS: the requested device key is taken. */
export const KEY_TAKEN = 11702;

/** EnOS: no device key "can be assigned temporarily. Please try again." */
export const KEY_NOT_ASSIGNED = 11714;
