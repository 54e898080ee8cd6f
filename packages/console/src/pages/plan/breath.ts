/** Lets a message that has come in meanwhile be seen. Not a timer: those of a worker wait four milliseconds and more, between any two days of a run. */
export const breath = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
