package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** What a cluster cannot be asked for is said before Spark starts. */
class ClusterSettingsTest {

    @Test
    void localModeHasOneWorker() {
        assertThatThrownBy(() -> cluster("cluster.workers=2").check(conf("local[4]")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("auto or 1 with a local master for cluster.workers, found 2")
                .extracting(error -> ((UserError) error).exitCode())
                .isEqualTo(ExitCode.USAGE);
        cluster("cluster.workers=1").check(conf("local[4]"));
        cluster("cluster.workers=2").check(conf("spark://host:7077"));
        cluster("cluster.workers=auto").check(conf("local-cluster[2,1,1024]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.dynamicAllocation.enabled", "spark.speculation"})
    void executorsMustNotComeAndGo(String key) {
        SparkConf conf = conf("spark://host:7077").set(key, "true");
        assertThatThrownBy(() -> cluster("cluster.workers=auto").check(conf))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected " + key + " = false, found true")
                .extracting(error -> ((UserError) error).exitCode())
                .isEqualTo(ExitCode.USAGE);
        cluster("cluster.workers=auto").check(conf.set("spark.master", "local[2]"));
    }

    private static JobCluster cluster(String setting) {
        assertThat(setting).startsWith("cluster.");
        return new JobCluster(JobFile.defaults(List.of(setting)).settings());
    }

    private static SparkConf conf(String master) {
        return new SparkConf(false).set("spark.master", master);
    }
}
