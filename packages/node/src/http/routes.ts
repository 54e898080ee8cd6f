import type { AnyRoute } from './route.ts';
import { actRoutes } from './routes/acts.ts';
import { agreementRoutes } from './routes/agreement.ts';
import { crossingRoutes } from './routes/crossings.ts';
import { demoRoutes } from './routes/demo.ts';
import { driverRoutes } from './routes/driver.ts';
import { gateRoutes } from './routes/gate.ts';
import { healthRoutes } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { ledgerRoutes } from './routes/ledgers.ts';
import { openRoutes } from './routes/open.ts';
import { sessionRoutes } from './routes/session.ts';
import { stickRoutes } from './routes/stick.ts';
import { streamRoutes } from './routes/stream.ts';

/** Every route of the interface. Server, API document and property test read this table. */
export const routes: readonly AnyRoute[] = [
  ...sessionRoutes,
  ...crossingRoutes,
  ...streamRoutes,
  ...actRoutes,
  ...gateRoutes,
  ...historyRoutes,
  ...agreementRoutes,
  ...ledgerRoutes,
  ...stickRoutes,
  ...driverRoutes,
  ...openRoutes,
  ...demoRoutes,
  ...healthRoutes,
];
