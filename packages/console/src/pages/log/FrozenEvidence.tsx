import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { Button } from '../../components/Button.tsx';
import { RootMark } from '../../components/RootMark.tsx';
import { formatNumber } from '../../format.ts';
import { GATES, otherSideOf } from '../../gates.ts';
import { useLanguage, useMessages } from '../../i18n/messages.tsx';
import { saveFile } from '../../save-file.ts';
import { readNote } from './note.ts';

/** The signed checkpoints that contradict each other, side by side and word for word, and what people do next. */
export function FrozenEvidence({ side, evidence }: { side: SideId; evidence: readonly string[] }) {
  const m = useMessages();
  const language = useLanguage();
  const [author, holder] = [GATES[side].names[language], GATES[otherSideOf(side)].names[language]];
  const titles = [m.log.evidence.held(holder), m.log.evidence.shown(author)];
  return (
    <div className="frozen-evidence">
      {evidence.map((note, index) => <Note key={note} title={titles[index] ?? author} note={note} name={`checkpoint-${side}-${index + 1}.txt`} />)}
      <div>
        <h3>{m.log.evidence.next}</h3>
        <ol className="next">{m.log.evidence.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        <p className="small muted">{m.log.evidence.drills} <span className="code">docs/operating/drills.md</span></p>
      </div>
    </div>
  );
}

function Note({ title, note, name }: { title: string; note: string; name: string }) {
  const m = useMessages();
  const language = useLanguage();
  const said = readNote(note);
  return (
    <div>
      <h3>{title}</h3>
      {said ? (
        <div className="said">
          <span className="size">{formatNumber(said.size, language)}</span>
          <RootMark root={said.root} label={m.log.root} />
        </div>
      ) : null}
      <pre className="code" lang="en">{note}</pre>
      <Button onPress={() => saveFile(name, note, 'text/plain')}>{m.log.evidence.save}</Button>
    </div>
  );
}
