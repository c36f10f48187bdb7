package dev.restorebot.engine.disaster;

import dev.restorebot.engine.disaster.rehearsal.RehearsalContainers;
import dev.restorebot.engine.disaster.rehearsal.RehearsalServices;
import dev.restorebot.engine.disaster.rehearsal.RehearsalStore;
import dev.restorebot.engine.task.ProgressListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells of each step of a disaster restore that changed something: the name of what was called, or
 * {@code state} and the state that was stored. Before the database's container is made anew it is
 * told too, for then the override file was written.
 */
record Watched(Consumer<String> told) {
  static final Watched NOBODY = new Watched(step -> {});

  private static final Map<Class<?>, List<String>> CHANGING =
      Map.of(
          ServiceControl.class, List.of("stop", "start", "startWithNeeded", "recreate", "remake"),
          NewVolumes.class, List.of("discard", "start", "safetyCopy"),
          NewUploads.class, List.of("create", "fill", "discard"),
          NewVolumes.Filling.class, List.of("finish"),
          DisasterStore.class, List.of("update"),
          Restorer.Loadable.class, List.of("load"),
          Restorer.Loaded.class, List.of("verify"),
          RehearsalServices.class, List.of("create", "start"),
          RehearsalContainers.class, List.of("copy", "remove"),
          RehearsalStore.class, List.of("put"));

  <T> T of(Class<T> port, T part) {
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> {
              if (method.getName().equals("recreate") || isCompose(port, method.getName())) {
                told.accept("before " + method.getName());
              }
              try {
                Object result = method.invoke(part, arguments);
                if (CHANGING.get(port).contains(method.getName())) {
                  told.accept(name(port, method.getName(), arguments));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return port.cast(proxy);
  }

  /** Compose goes on for a while when the process that runs it is killed. */
  private static boolean isCompose(Class<?> port, String method) {
    return port.equals(RehearsalServices.class) && CHANGING.get(port).contains(method);
  }

  private static String name(Class<?> port, String method, Object[] arguments) {
    if (port.getSimpleName().startsWith("Rehearsal")) {
      return method + " rehearsal";
    }
    if (port.equals(NewUploads.class)) {
      return method + " uploads";
    }
    if (method.equals("remake")) {
      return method + " " + arguments[0];
    }
    Optional<Disaster> stored =
        Optional.of(arguments[0]).filter(Disaster.class::isInstance).map(Disaster.class::cast);
    return stored
        .map(disaster -> "state " + disaster.state())
        .orElseGet(
            () ->
                arguments[0] instanceof List<?> all
                    ? method.replace("WithNeeded", "") + " " + all
                    : method);
  }

  Restorer restorer(Restorer restorer) {
    return (backup, progress, cancellation) -> {
      Restorer.Loadable read = restorer.read(backup, progress, cancellation);
      Restorer.Loadable loads =
          (server, told, stop) -> of(Restorer.Loaded.class, read.load(server, told, stop));
      return of(Restorer.Loadable.class, loads);
    };
  }

  /** Tells also when the first part of an archive has been sent. */
  NewUploads uploads(NewUploads uploads) {
    AtomicBoolean first = new AtomicBoolean(true);
    NewUploads inside =
        (NewUploads)
            Proxy.newProxyInstance(
                NewUploads.class.getClassLoader(),
                new Class<?>[] {NewUploads.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("fill")) {
                    ProgressListener listener = (ProgressListener) arguments[1];
                    arguments[1] =
                        (ProgressListener)
                            progress -> {
                              if (first.getAndSet(false)) {
                                told.accept("in the middle of fill uploads");
                              }
                              listener.progress(progress);
                            };
                  }
                  try {
                    return method.invoke(uploads, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return of(NewUploads.class, inside);
  }

  NewVolumes volumes(NewVolumes volumes) {
    NewVolumes inside =
        (NewVolumes)
            Proxy.newProxyInstance(
                NewVolumes.class.getClassLoader(),
                new Class<?>[] {NewVolumes.class},
                (self, method, arguments) -> {
                  try {
                    Object result = method.invoke(volumes, arguments);
                    return result instanceof NewVolumes.Filling filling
                        ? of(NewVolumes.Filling.class, filling)
                        : result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return of(NewVolumes.class, inside);
  }
}
