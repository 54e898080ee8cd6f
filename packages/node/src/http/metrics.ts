import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What this process counts. Labels are routes, sides and codes, never a person, a plate or a reference. */
export interface Metrics {
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly refusals: Counter<'code'>;
  readonly streams: Gauge;
  /** Acts in one transaction of the writer. */
  readonly commitBatch: Histogram;
  /** From the submission of an act to its commit, in seconds. */
  readonly commitSeconds: Histogram;
  /** How far this node runs behind the clock that it is given, in seconds. */
  readonly clockLag: Gauge;
  /** Distinct natural persons whose data crossed this year, by category of the law. */
  readonly personsSent: Gauge<'category'>;
  readonly logSize: Gauge<'side'>;
  readonly countersignedSize: Gauge<'side'>;
  /** 1 while nothing of the other side's log is taken in because it has diverged. */
  readonly intakeFrozen: Gauge<'grade'>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Registers the node's metrics; throws when the registry has them already. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'pairgate_http_request_seconds', help: 'Duration of HTTP requests', labelNames: ['method', 'route', 'status'],
      buckets: SECONDS, registers,
    }),
    refusals: new Counter({
      name: 'pairgate_http_refusals_total', help: 'Problem documents sent, by code', labelNames: ['code'], registers,
    }),
    streams: new Gauge({ name: 'pairgate_streams', help: 'Open event streams', registers }),
    commitBatch: new Histogram({
      name: 'pairgate_commit_batch_acts', help: 'Acts in one transaction', buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'pairgate_commit_seconds', help: 'From submission to commit', buckets: SECONDS, registers,
    }),
    clockLag: new Gauge({ name: 'pairgate_clock_lag_seconds', help: 'Lag behind the given clock', registers }),
    personsSent: new Gauge({
      name: 'pairgate_persons_sent', help: 'Distinct persons whose data crossed this year', labelNames: ['category'], registers,
    }),
    logSize: new Gauge({ name: 'pairgate_log_size', help: 'Entries of a log', labelNames: ['side'], registers }),
    countersignedSize: new Gauge({
      name: 'pairgate_log_countersigned_size', help: 'Entries countersigned by the other side', labelNames: ['side'],
      registers,
    }),
    intakeFrozen: new Gauge({
      name: 'pairgate_intake_frozen', help: 'Whether the log of the other side has diverged and is not taken in',
      labelNames: ['grade'], registers,
    }),
  };
}
