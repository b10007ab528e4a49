package org.turnpike.spark.reproduce.stable;

import org.turnpike.data.ClassLabels;
import org.turnpike.data.Table;
import org.turnpike.data.generator.Moons;

/**
 * The best that anybody can say of a point of the half-moons: the moon from which it is likelier to come. Each moon's density
 * is the mean of the noise's over the angles of its half circle.
 */
final class BayesRule {
    private static final int ANGLES = 400;

    private BayesRule() {}

    /** Share of the rows whose class it finds. */
    static double accuracy(Moons moons) {
        Table rows = moons.generate();
        ClassLabels labels = (ClassLabels) rows.targets();
        int right = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double x = rows.features().value(row, 0);
            double y = rows.features().value(row, 1);
            // the second moon is the first one turned by half a circle around (½, ¼)
            boolean isSecond = density(1 - x, 0.5 - y, moons.noise()) > density(x, y, moons.noise());
            right += labels.label(row) == (isSecond ? 1 : 0) ? 1 : 0;
        }
        return (double) right / rows.rows();
    }

    /** Of the first moon, up to a factor that both have. */
    private static double density(double x, double y, double noise) {
        double sum = 0;
        for (int i = 0; i < ANGLES; i++) {
            double angle = Math.PI * (i + 0.5) / ANGLES;
            double dx = x - Math.cos(angle);
            double dy = y - Math.sin(angle);
            sum += Math.exp(-(dx * dx + dy * dy) / (2 * noise * noise));
        }
        return sum;
    }
}
