import type { EnosAction } from "./action.js";
import type { Patience } from "./patience.js";
import type { Reply } from "./reply.js";

/** EnOS's device service, as the domain sees it. */
export interface Enos {
  /**
   * Gives EnOS's yes or no.
   *
   * Attempts that cannot have done harm are repeated while the patience lasts.
   *
   * @throws EnosFailure when neither yes nor no arrived; its `outcome` says what that leaves behind.
   */
  send(action: EnosAction, patience: Patience): Promise<Reply>;
}
