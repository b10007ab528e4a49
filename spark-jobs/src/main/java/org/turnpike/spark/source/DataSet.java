package org.turnpike.spark.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.model.Outputs;

/** All rows of a job, as they were read. */
public record DataSet(DataPart training, Optional<DataPart> validation, Optional<DataPart> test) {

    public Schema schema() {
        return training.schema();
    }

    /** The parts that there are, by name, in the order in which people want them. */
    public Map<String, DataPart> parts() {
        Map<String, DataPart> parts = new LinkedHashMap<>();
        parts.put("training", training);
        validation.ifPresent(part -> parts.put("validation", part));
        test.ifPresent(part -> parts.put("test", part));
        return parts;
    }

    /** @throws org.turnpike.data.DataError where a part has other features or classes than the training rows */
    DataSet checked() {
        Outputs outputs = schema().outputs();
        parts().forEach((name, part) -> {
            // rows that stay on the executors were held against the classes one by one
            if (part instanceof TablePart known) {
                outputs.requireMatch(known.table().targets(), part.origin());
            }
        });
        return this;
    }
}
