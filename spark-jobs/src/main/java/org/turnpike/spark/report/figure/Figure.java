package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One figure of the report that is drawn from rows. */
public interface Figure {

    /** Every figure there is, in the order of the page. */
    List<Figure> ALL = List.of(
            new DecisionMap(),
            new DensityMap(),
            new StatePaths(),
            new DepthCurve(),
            new ConfusionMatrix(),
            new Calibration(),
            new RegressionFit());

    /** Under which the page finds it. */
    String name();

    /** Whether there is anything to draw for such a model. */
    boolean suits(Subject subject);

    /** Its numbers. */
    ObjectNode draw(Subject subject);
}
