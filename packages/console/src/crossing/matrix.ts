import type { AdditionalDocument, DocumentElements, DocumentTypeCode } from '@pairgate/domain/freight/declaration/schema.ts';
import { normaliseContainer } from '@pairgate/domain/kernel/checks/container.ts';
import { normaliseSeal } from '@pairgate/domain/kernel/checks/seal.ts';
import { sum } from '@pairgate/domain/kernel/quantity.ts';
import type { Party } from '@pairgate/domain/kernel/codes.ts';
import type { ConsignmentParts, CrossingDetail } from './types.ts';

/** Papers against papers: every paper that repeats an element, and the cells that do not say what the others say. */

export type MatrixColumn = keyof DocumentElements;
export const MATRIX_COLUMNS = [
  'orchardID', 'packingHouseID', 'netMassKg', 'grossMassKg', 'packageQuantity', 'containerID', 'sealID',
] as const satisfies readonly MatrixColumn[];

export interface MatrixCell {
  readonly text: string;
  readonly odd: boolean;
}

export interface MatrixRow {
  readonly key: string;
  readonly paper: 'declaration' | 'weigh_slip' | DocumentTypeCode;
  readonly number: string | null;
  readonly from: Party | 'both';
  readonly cells: Partial<Record<MatrixColumn, MatrixCell>>;
}

export interface Matrix {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  /** How many cells are odd. */
  readonly odd: number;
}

type Values = Partial<Record<MatrixColumn, string>>;

const unique = (values: readonly (string | undefined)[]): string => [...new Set(values.filter((value) => value !== undefined))].join(', ');

function declared(load: ConsignmentParts): Values {
  const of = load.origin.declaration.declaration;
  if (!of) return {};
  const items = of.governmentAgencyGoodsItem ?? [];
  const masses = items.map((item) => item.goodsMeasure?.netMassKg).filter((mass) => mass !== undefined);
  const values: Values = {
    orchardID: unique(items.map((item) => item.production?.orchardID)),
    packingHouseID: unique(items.map((item) => item.production?.packingHouseID)),
    netMassKg: masses.length > 0 ? sum(masses) : '',
    grossMassKg: of.totalGrossMassKg ?? '',
    packageQuantity: of.totalPackageQuantity === undefined ? '' : String(of.totalPackageQuantity),
    containerID: of.transportEquipment?.containerID ?? '',
    sealID: (of.transportEquipment?.sealID ?? []).join(', '),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

const repeated = (document: AdditionalDocument): Values =>
  Object.fromEntries(Object.entries(document.elements ?? {}).map(([name, value]) => [name, String(value)]));

const plain = (column: MatrixColumn, text: string): string => {
  if (column === 'containerID') return normaliseContainer(text);
  if (column === 'sealID') return normaliseSeal(text);
  return /^\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text;
};

/** A declaration may name several orchards or seals; a paper agrees when it names one of them. */
const agrees = (column: MatrixColumn, stated: string, reference: string): boolean =>
  reference.split(', ').some((each) => plain(column, each) === plain(column, stated));

/**
 * Which of the values of a column are odd: those that the declaration does not say; but where the papers agree with each
 * other and none with the declaration, it is the declaration that stands alone.
 */
export function oddOnes(column: MatrixColumn, own: string | undefined, papers: readonly (string | undefined)[]): { own: boolean; papers: boolean[] } {
  const stated = papers.filter((value) => value !== undefined);
  if (own === undefined) {
    const first = stated[0];
    return { own: false, papers: papers.map((value) => value !== undefined && first !== undefined && !agrees(column, value, first)) };
  }
  const same = new Set(stated.map((value) => plain(column, value))).size === 1;
  if (stated.length >= 2 && same && !agrees(column, stated[0]!, own)) return { own: true, papers: papers.map(() => false) };
  return { own: false, papers: papers.map((value) => value !== undefined && !agrees(column, value, own)) };
}

/** The matrix of one consignment. */
function rowsOf(load: ConsignmentParts): MatrixRow[] {
  const own = declared(load);
  const documents: { document: AdditionalDocument; from: Party }[] = [
    ...(load.origin.declaration.declaration?.additionalDocument ?? []).map((document) => ({ document, from: 'origin' as const })),
    ...(load.destination.declaration.completion?.additionalDocument ?? []).map((document) => ({ document, from: 'destination' as const })),
  ].filter(({ document }) => Object.keys(document.elements ?? {}).length > 0);
  const papers = documents.map(({ document }) => repeated(document));
  const cells: Partial<Record<MatrixColumn, MatrixCell>>[] = documents.map(() => ({}));
  const ownCells: Partial<Record<MatrixColumn, MatrixCell>> = {};
  for (const column of MATRIX_COLUMNS) {
    const odd = oddOnes(column, own[column], papers.map((paper) => paper[column]));
    if (own[column] !== undefined) ownCells[column] = { text: own[column], odd: odd.own };
    for (const [index, paper] of papers.entries()) {
      const text = paper[column];
      if (text !== undefined) cells[index]![column] = { text, odd: odd.papers[index]! };
    }
  }
  return [
    { key: `${load.reference} declaration`, paper: 'declaration', number: load.reference, from: 'both', cells: ownCells },
    ...documents.map(({ document, from }, index) => ({
      key: `${load.reference} ${document.typeCode} ${document.ID}`,
      paper: document.typeCode,
      number: document.ID ?? null,
      from,
      cells: cells[index]!,
    })),
  ];
}

/** What the weighbridge and the readers saw. The weight is the whole lorry's, so it is shown and not compared. */
function readingRow({ origin, attachments }: CrossingDetail): MatrixRow[] {
  const { arrivedAt, sealMatch } = origin.ticket;
  if (!arrivedAt || attachments.sealID.length === 0) return [];
  const seal = { text: attachments.sealID.join(', '), odd: !sealMatch };
  return [{ key: 'weigh_slip', paper: 'weigh_slip', number: null, from: 'origin', cells: { sealID: seal } }];
}

export function papersMatrix(detail: CrossingDetail): Matrix {
  const rows = [...detail.loads.flatMap(rowsOf), ...readingRow(detail)];
  const columns = MATRIX_COLUMNS.filter((column) => rows.filter((row) => row.cells[column] !== undefined).length > 1);
  const odd = rows.reduce((count, row) => count + Object.values(row.cells).filter((cell) => cell.odd).length, 0);
  return { columns, rows: rows.filter((row) => Object.keys(row.cells).length > 0), odd };
}
