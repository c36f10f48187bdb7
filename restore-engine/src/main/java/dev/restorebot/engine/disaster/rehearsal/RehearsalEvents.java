package dev.restorebot.engine.disaster.rehearsal;

import dev.restorebot.engine.task.Progress;

/** Receives what happens to the rehearsals of the running bot. Must return soon. */
public interface RehearsalEvents {
  /** Nobody is told. */
  RehearsalEvents NONE =
      new RehearsalEvents() {
        @Override
        public void changed(Rehearsal rehearsal) {}

        @Override
        public void progress(Rehearsal rehearsal, Progress progress) {}
      };

  /** It began, reached a part, or ended. An end is stored before. */
  void changed(Rehearsal rehearsal);

  /** Reports how far its present part is. Often; only the newest counts. */
  void progress(Rehearsal rehearsal, Progress progress);

  /** Returns what tells those first, and these then. */
  default RehearsalEvents then(RehearsalEvents next) {
    RehearsalEvents first = this;
    return new RehearsalEvents() {
      @Override
      public void changed(Rehearsal rehearsal) {
        try {
          first.changed(rehearsal);
        } finally {
          next.changed(rehearsal);
        }
      }

      @Override
      public void progress(Rehearsal rehearsal, Progress progress) {
        try {
          first.progress(rehearsal, progress);
        } finally {
          next.progress(rehearsal, progress);
        }
      }
    };
  }
}
