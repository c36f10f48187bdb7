package dev.restorebot.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A setting that nothing uses would be a promise that nobody keeps. */
class EverySettingIsUsedTest {
  @Test
  void everySettingIsAskedForOutsideOfTheSettings() throws Exception {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.restorebot.bot");
    List<Class<?>> records = new ArrayList<>(List.of(Settings.class));
    List.of(Settings.class.getDeclaredClasses()).stream()
        .filter(Class::isRecord)
        .forEach(records::add);

    List<String> unused = new ArrayList<>();
    for (Class<?> record : records) {
      for (RecordComponent component : record.getRecordComponents()) {
        // The settings of a database and of a target are asked for by name.
        String name =
            switch (component.getName()) {
              case "databases", "verify" -> "verifyOf";
              case "disaster", "targets" -> "disasters";
              default -> component.getName();
            };
        if (!asked(classes.get(record), name)) {
          unused.add(record.getSimpleName() + "." + component.getName());
        }
      }
    }

    assertThat(records).hasSizeGreaterThan(10);
    assertThat(unused).isEmpty();
  }

  private static boolean asked(JavaClass record, String component) {
    return method(record, component).getAccessesToSelf().stream()
            .anyMatch(access -> isOutside(access.getOriginOwner().getPackageName()))
        || method(record, component).getReferencesToSelf().stream()
            .anyMatch(access -> isOutside(access.getOriginOwner().getPackageName()));
  }

  private static JavaMethod method(JavaClass record, String name) {
    return record.getMethods().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOutside(String name) {
    return !name.equals(Settings.class.getPackageName());
  }
}
