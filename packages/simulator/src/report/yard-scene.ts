import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { packedTracks, tracksOf, type YardDay } from './yard-day.ts';
import { hoursOf, sideName, stageName, type PairView, type StageView } from './view.ts';
import type { YardScene } from './yard-player.ts';
import { say, SMART_LANE } from './words.ts';

/** What the moving yard is drawn from: a band for each direction, mirrored about the line, and the day of each policy. */
export function yardScene(days: readonly YardDay[], view: PairView, language: Language): YardScene {
  const [left, right] = [view.sides[0]!, view.sides.at(-1)!];
  const { stages, classes } = days[0]!;
  const directions = [...new Set(view.classes.map(({ from, to }) => `${from} ${to}`))].map((direction) => direction.split(' ') as [string, string]);
  const bandOf = (id: string): number => {
    const found = view.classes.find((each) => each.id === id);
    return directions.findIndex(([from, to]) => from === found?.from && to === found.to);
  };
  const bands = directions.map(([from, to]) => {
    const ids = stagesOf(view, from, to);
    const ordered = from === left.id ? ids : ids.toReversed();
    const sideOf = (id: string): string | undefined => view.stages.find((stage) => stage.id === id)?.side;
    return {
      title: say('direction', language, { from: sideName(from, language), to: sideName(to, language) }),
      stages: ordered.map((id) => stages.indexOf(id)),
      leftOfLine: ordered.filter((id) => sideOf(id) === left.id).length,
      facing: from === left.id ? (1 as const) : (-1 as const),
    };
  });
  return {
    bands,
    classes: classes.map((id) => ({ band: bandOf(id) })),
    stages: stages.map((id) => stageScene(view.stages.find((stage) => stage.id === id)!, stages, view, language)),
    sides: [sideName(left.id, language), sideName(right.id, language)],
    ahead: right.utcOffsetMinutes - left.utcOffsetMinutes,
    days: days.map((day) => ({ policy: day.policy, tracks: packedTracks(tracksOf(day)) })),
    words: { play: say('play', language), pause: say('pause', language), waiting: say('waitingNow', language) },
  };
}

/** In the order of the scenario, which is that of the way. */
function stagesOf(view: PairView, from: string, to: string): string[] {
  const isOf = (id: string): boolean => view.classes.some((each) => each.id === id && each.from === from && each.to === to);
  const used = new Set(view.routes.filter(({ classes }) => classes.some(isOf)).flatMap((route) => route.stages));
  return view.stages.map(({ id }) => id).filter((id) => used.has(id));
}

const CARRIES = ['vehicle', 'crane', 'leg', 'release'];

function stageScene(stage: StageView, stages: readonly string[], view: PairView, language: Language): YardScene['stages'][number] {
  const at = stages.indexOf(standsAt(stage, view));
  const isCarried = CARRIES.includes(stage.kind);
  return {
    name: isCarried ? SMART_LANE[language] : stageName(stage, language), cause: stage.cause, isYard: stage.kind === 'yard', at,
    waitsAt: stage.kind === 'call' ? stages.indexOf(before(stage, view)) : at,
    ...hoursOf(stage, view),
  };
}

/** All that carries containers on a side and in a direction stands in one cell. */
function standsAt(stage: StageView, view: PairView): string {
  if (!CARRIES.includes(stage.kind)) return stage.id;
  const route = view.routes.find((each) => each.stages.includes(stage.id));
  return view.stages.find(({ id, side, kind }) => side === stage.side && CARRIES.includes(kind) && route?.stages.includes(id))?.id ?? stage.id;
}

/** Who is called waits in the yard before. */
function before(stage: StageView, view: PairView): string {
  const route = view.routes.find((each) => each.stages.includes(stage.id));
  return route?.stages[route.stages.indexOf(stage.id) - 1] ?? stage.id;
}
