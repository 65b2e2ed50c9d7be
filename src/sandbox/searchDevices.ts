import { accepted, type Answer } from "./answer.js";
import { candidates } from "./candidates.js";
import { matches } from "./matches.js";
import type { IndexedOrganization } from "./organizations.js";
import { isVisible, type Platform } from "./platform.js";
import { project } from "./project.js";
import { readSearchRequest } from "./searchRequest.js";

/** Answers Search Device: newest first, whatever the order of the ids that were asked for. */
export function searchDevices(
  platform: Platform,
  organization: IndexedOrganization,
  body: Record<string, unknown>,
): Answer {
  const request = readSearchRequest(body, platform.settings.maxPageSize);
  if ("status" in request) return request;
  const { expression, pageNo, pageSize, projection } = request;
  const found = candidates(platform.devices.of(organization.orgId), expression)
    .filter((device) => isVisible(platform, device) && (!expression || matches(device, expression)))
    .toSorted((one, other) => other.createTime - one.createTime);
  const page = found.slice((pageNo - 1) * pageSize, pageNo * pageSize);
  return accepted(
    page.map((device) => project(device, projection)),
    { pagination: { sortedBy: null, pageNo, pageSize, totalSize: found.length } },
  );
}
