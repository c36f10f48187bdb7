package dev.restorebot.bot.story;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.ToolCall;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.testing.Eventually;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sandboxes in which an index's file is damaged between restore and verification: when the verifier
 * first asks for the superuser. The server is then made to crash, so that it reads the file again.
 */
final class DamagingSandboxes {
  /**
   * Overwrites a byte of one key in the first leaf page (block 0 is the meta page) of an index over
   * one timestamp: entries of 16 bytes, key last, from the page's end of 16 bytes downwards.
   */
  private static final String DAMAGE =
      """
      set -e
      psql -XqAtc CHECKPOINT
      folder=$(psql -XAtc 'SHOW data_directory')
      file=$(psql -XAtc "SELECT pg_relation_filepath('public.$1')")
      before=$(cksum <"$folder/$file")
      printf '\\177' | dd of="$folder/$file" bs=1 conv=notrunc 2>/dev/null \\
        seek=$((8192 + 8176 - 100 * 16 + 8 + 6))
      test "$before" != "$(cksum <"$folder/$file")"
      kill -9 "$(psql -XAtc "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")"
      """;

  /** The index to damage in the next sandbox. */
  final AtomicReference<String> next = new AtomicReference<>("");

  SandboxProvider over(SandboxProvider real) {
    return proxy(
        SandboxProvider.class,
        real,
        (method, result) -> method.getName().equals("start") ? sandbox((Sandbox) result) : result);
  }

  private Sandbox sandbox(Sandbox real) {
    return (Sandbox)
        Proxy.newProxyInstance(
            Sandbox.class.getClassLoader(),
            new Class<?>[] {Sandbox.class},
            (self, method, arguments) -> {
              if (method.getName().equals("connectAsAdmin")) {
                String index = next.getAndSet("");
                if (!index.isEmpty()) {
                  damage(real, index);
                }
              }
              return invoke(real, method, arguments);
            });
  }

  private static void damage(Sandbox sandbox, String index) throws Exception {
    List<String> said = new ArrayList<>();
    int code =
        sandbox.run(
            new ToolCall(List.of("sh", "-c", DAMAGE, "damage", index), Optional.empty(), said::add),
            Cancellation.none());
    if (code != 0) {
      throw new AssertionError("the index was not damaged: " + said);
    }
    Eventually.get("the server after its crash", () -> answers(sandbox), up -> up);
  }

  private static boolean answers(Sandbox sandbox) {
    try (Connection connection = sandbox.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private interface After {
    Object result(Method method, Object result);
  }

  private static <T> T proxy(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> after.result(method, invoke(real, method, arguments))));
  }

  private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
