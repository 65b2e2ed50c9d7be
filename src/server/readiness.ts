/**
 * Whether this process takes requests: what `/readyz` says.
 *
 * It is about this process alone. EnOS in trouble does not count: answering that EnOS is unavailable is work,
 * and a service that is emptied of all its replicas cannot do it.
 */
export class Readiness {
  /** True from the moment the server listens until it begins to drain. */
  ready = false;
}
