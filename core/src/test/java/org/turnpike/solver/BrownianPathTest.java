package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BrownianPathTest {

    private static final int DRAWS = 200_000;

    @Test
    void dependsOnSeedDrawRowAndStepAlone() {
        BrownianPath path = new BrownianPath(7, 2);
        double[] first = draw(path, 3, 5);
        draw(path, 9, 1);
        assertThat(draw(new BrownianPath(7, 2), 3, 5)).containsExactly(first);
        assertThat(draw(new BrownianPath(8, 2), 3, 5)).doesNotContain(first);
        assertThat(draw(new BrownianPath(7, 3), 3, 5)).doesNotContain(first);
        assertThat(draw(path, 5, 3)).doesNotContain(first);
        assertThat(draw(path, 4, 5)).doesNotContain(first);
        assertThat(draw(path, 3, 6)).doesNotContain(first);
    }

    /** The bits of one key, so that another release cannot change them unnoticed. */
    @Test
    void keepsItsBits() {
        assertThat(draw(new BrownianPath(1, 4), 2, 3)).containsExactly(-1.1120704347008379, -0.10117568985731301);
    }

    /** Within 4.5 standard errors, over rows and over steps, and from one to the next. */
    @Test
    void isStandardNormalAndUncorrelated() {
        for (int along = 0; along < 2; along++) {
            double sum = 0;
            double squares = 0;
            double products = 0;
            double before = 0;
            for (int i = 0; i < DRAWS / 2; i++) {
                for (double number :
                        along == 0 ? draw(new BrownianPath(5, 2), i, 4) : draw(new BrownianPath(5, 2), 4, i)) {
                    sum += number;
                    squares += number * number;
                    products += number * before;
                    before = number;
                }
            }
            double error = 4.5 / Math.sqrt(DRAWS);
            assertThat(sum / DRAWS).isCloseTo(0, within(error));
            assertThat(squares / DRAWS).isCloseTo(1, within(Math.sqrt(2) * error));
            assertThat(products / DRAWS).isCloseTo(0, within(error));
        }
    }

    /** Every row of a shared path is shaken alike, so that a prediction depends on its own row alone. */
    @Test
    void aSharedPathIsTheSameForEveryRow() {
        double[] first = draw(BrownianPath.shared(3), 1, 5);
        assertThat(draw(BrownianPath.shared(3), 2, 5)).containsExactly(first);
        assertThat(draw(BrownianPath.shared(4), 1, 5)).doesNotContain(first);
        assertThat(draw(BrownianPath.shared(3), 1, 6)).doesNotContain(first);
    }

    private static double[] draw(Noise path, long row, int step) {
        double[] numbers = new double[2];
        path.draw(row, step, numbers);
        return numbers;
    }
}
