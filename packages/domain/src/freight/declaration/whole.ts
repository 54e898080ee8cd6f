import type { Declaration } from './schema.ts';

/**
 * The declaration while all of it is there, else nothing. When a retention class ends, its fields are gone from every
 * declaration of that day; what is left is shown as it is, and nobody judges goods, papers or lorry by half of one.
 */
export function wholeDeclaration(declaration: Declaration | null | undefined): Declaration | undefined {
  const of = declaration as PartialDeclaration | null | undefined;
  const items = of?.governmentAgencyGoodsItem ?? [];
  const goods = items.length > 0 && items.every((item) => item.commodity?.classification && item.goodsMeasure && item.packaging);
  const equipped = of?.transportEquipment === undefined || of.transportEquipment.sealID !== undefined;
  return goods && equipped && of?.borderTransportMeans && of.additionalDocument ? declaration! : undefined;
}

type PartialDeclaration = {
  readonly [K in keyof Declaration]?: Declaration[K] extends readonly (infer Item)[] | undefined
    ? readonly Partial<Item>[]
    : Partial<Declaration[K]>;
};
