import { routes } from '../routes.ts';

/** A reading with everything in its address filled in. */
export interface Get {
  readonly name: string;
  readonly url: string;
}

const QUERIES: Readonly<Record<string, string>> = {
  listCrossings: '?limit=200', getSlots: '?direction=VN-CN&trafficClass=perishable&date=2026-11-19', getDayList: '?date=2026-11-19',
  getHistory: '?from=2026-11-18T00:00:00.000Z&to=2026-11-20T00:00:00.000Z',
  findByPlate: '?plate=29H41207',
};

/** Every reading that answers and ends: streams and the text of the metrics are read elsewhere. */
export const findRoutes = (of: { reference: string; consignment: string }): Get[] =>
  routes
    .filter((route) => route.method === 'GET' && route.response?.schema !== undefined && !route.path.includes('{token}'))
    .map((route) => {
      const reference = route.path.includes('/consignments/') ? of.consignment : of.reference;
      const path = route.path.replace('{reference}', reference).replace('{side}', 'VN').replace('{index}', '0');
      return { name: route.name, url: `${path}${QUERIES[route.name] ?? ''}` };
    });
