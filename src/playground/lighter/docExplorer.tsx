import { Spinner } from "@graphiql/react";
import { lazy, Suspense } from "react";

const Content = lazy(async () => ({ default: (await import("doc-explorer-content")).DocExplorer }));

/** GraphiQL's documentation explorer, loaded when it is opened. */
export function DocExplorer() {
  return (
    <Suspense fallback={<Spinner />}>
      <Content />
    </Suspense>
  );
}
