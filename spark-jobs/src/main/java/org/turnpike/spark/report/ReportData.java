package org.turnpike.spark.report;

import java.util.Objects;
import java.util.Optional;
import org.turnpike.data.Table;

/** The rows that a run was trained and judged on, raw as they were read, or why there are none. */
public sealed interface ReportData {

    /** All the rows there are. */
    record Rows(Table training, Optional<Table> validation, Optional<Table> test) implements ReportData {
        public Rows {
            Objects.requireNonNull(training, "training");
        }

        /** The rows to judge by: test rows, else validation rows, else training rows. */
        Table judged() {
            return test.or(() -> validation).orElse(training);
        }

        /** Which of those {@link #judged} are. */
        String judgedName() {
            return test.isPresent() ? "test" : validation.isPresent() ? "validation" : "training";
        }
    }

    /**
     * No rows: the figures that need them are left out, and the report says why.
     *
     * @param reason a whole sentence
     */
    record None(String reason) implements ReportData {
        public None {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
