import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useMessages } from '../i18n/messages.tsx';
import { Button } from './Button.tsx';
import './dialog.css';

export interface DialogProps {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** The acts at the foot, beside the one that closes. */
  acts?: ReactNode;
}

/** A small form over the page, for an act that is rare. Escape and the last button close it and change nothing. */
export function Dialog({ title, open, onClose, children, acts }: DialogProps) {
  const m = useMessages();
  return (
    <ModalOverlay className="dialog-overlay" isOpen={open} onOpenChange={(next) => next || onClose()} isDismissable>
      <Modal className="dialog-modal">
        <AriaDialog className="dialog">
          <Heading slot="title" className="dialog-title">{title}</Heading>
          <div className="dialog-body">{children}</div>
          <footer className="row wrap">
            {acts}
            <span className="spacer" />
            <Button look="quiet" onPress={onClose}>{m.common.close}</Button>
          </footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
