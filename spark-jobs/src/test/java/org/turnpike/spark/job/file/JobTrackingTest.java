package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.tracking.RunTracker;

/** What follows from the block {@code tracking}; submit/tracking/test has a real server. */
class JobTrackingTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void nobodyIsToldWhereNobodyAsks() {
        assertThat(begin(Optional.empty())).isSameAs(RunTracker.NONE);
        assertThat(begin(Optional.of("http://localhost:5000"), "tracking.mlflow=none"))
                .isSameAs(RunTracker.NONE);
        assertThat(said).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> begin(Optional.empty(), "tracking.mlflow=ftp://host"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "expected http://… or https://…, auto or none for tracking.mlflow, found 'ftp://host'");
    }

    /** MLflow's own clients take a directory, and many machines have such a setting. */
    @Test
    void aDirectoryInTheEnvironmentIsSaidAndLeftAlone() {
        assertThat(begin(Optional.of("file:mlruns"))).isSameAs(RunTracker.NONE);
        assertThat(said).singleElement().asString().contains("MLFLOW_TRACKING_URI: expected http://… or https://…");
    }

    @Test
    void aServerThatIsAwayIsSaidOnce() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        try (RunTracker tracker = begin(Optional.of("http://localhost:" + port))) {
            tracker.ends(RunTracker.End.FINISHED);
        }
        assertThat(said)
                .singleElement()
                .asString()
                .contains("turnpike: MLflow at http://localhost:" + port, "The run goes on untracked");
    }

    @Test
    void whatIsNotTheDefaultIsTold() {
        assertThat(JobFile.defaults(List.of("model.hidden=[4]", "seed=7", "vanilla.epochs=3"))
                        .changes())
                .containsEntry("model.hidden", "[4]")
                .containsEntry("vanilla.epochs", "3")
                .doesNotContainKey("seed");
    }

    private RunTracker begin(Optional<String> environment, String... settings) {
        JobFile job = JobFile.defaults(List.of(settings));
        return new JobTracking(job.settings(), environment).begin(job, "runs/one", said::add);
    }
}
