package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code reference.conf} and the rules are two halves of one table. */
class JobKeysTest {
    private final Config defaults = JobFile.defaults(List.of()).settings().config();

    @Test
    void everyKeyHasADefaultAndARule() {
        List<String> keys = defaults.entrySet().stream()
                .map(Map.Entry::getKey)
                .map(path -> String.join(".", ConfigUtil.splitPath(path)))
                .toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(JobKeys.byPath().keySet());
    }

    @Test
    void everyStageHasABlock() {
        assertThat(StageKinds.names())
                .allSatisfy(stage -> assertThat(defaults.getValue(stage)).isInstanceOf(ConfigObject.class));
    }
}
