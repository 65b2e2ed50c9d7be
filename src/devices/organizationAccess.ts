/** EnOS's code for an organization that its administrators did not open to this application. */
export const ACCESS_DENIED = 99403;

/** Says that EnOS does not let this application act for an organization. */
export function deniedByEnos(orgId: string): string {
  return `EnOS denies the organization “${orgId}” to this application.`;
}

/** Says that whoever asks has no right to act for an organization; EnOS was not asked. */
export function deniedToCaller(orgId: string): string {
  return `The caller may not act for the organization “${orgId}”.`;
}
