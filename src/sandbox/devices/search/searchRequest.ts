import { z } from "zod";

import { type HttpResponse, invalidArgument } from "../../http/response.js";
import { isFrom, type Settings } from "../../settings.js";
import { ExpressionError } from "./cursor.js";
import { type Expression, parseExpression, type SearchFields } from "./parseExpression.js";

/** The body of a search. */
export interface SearchRequest {
  readonly expression: Expression | undefined;
  readonly pageNo: number;
  readonly pageSize: number;
  readonly projection: readonly string[] | undefined;
  readonly populateLastUpdateInfo: boolean;
}

const DEFAULT_PAGE_SIZE = 10;
const number = z.int().min(1);

const schema = z.object({
  expression: z.string().nullish(),
  pagination: z.object({ pageNo: number.nullish(), pageSize: number.nullish() }).nullish(),
  projection: z.array(z.string()).nullish(),
  populateLastUpdateInfo: z.boolean().nullish(),
});

/** Returns the search that a body describes, or the refusal of its first invalid argument. */
export function readSearchRequest(
  body: unknown,
  fields: SearchFields,
  settings: Settings,
): SearchRequest | HttpResponse {
  const { data, error } = schema.safeParse(body);
  if (!data) {
    const field = String(error.issues[0]?.path.at(-1) ?? "body");
    return invalidArgument(field, `${field} is invalid`);
  }
  const { pageNo, pageSize } = data.pagination ?? {};
  const maxPageSize = settings.maxPageSize ?? (isFrom("2.4", settings) ? 1_000 : 200);
  if ((pageSize ?? 0) > maxPageSize) return invalidArgument("pageSize", `pageSize exceeds ${maxPageSize}`);
  try {
    return {
      expression: data.expression ? parseExpression(data.expression, fields) : undefined,
      pageNo: pageNo ?? 1,
      pageSize: pageSize ?? DEFAULT_PAGE_SIZE,
      projection: data.projection ?? undefined,
      populateLastUpdateInfo: data.populateLastUpdateInfo ?? false,
    };
  } catch (error) {
    if (error instanceof ExpressionError) return invalidArgument("expression", error.message);
    throw error;
  }
}
