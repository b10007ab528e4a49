package org.turnpike.spark.source.frame;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Columns that hold several numbers each: arrays, and the vectors of Spark ML, dense or sparse. Spark ML need not be there: without it
 * Spark shows its vectors as the structures that they are stored as.
 */
final class NumberArrays {
    private NumberArrays() {}

    static boolean isOne(DataType type) {
        return (type instanceof ArrayType array && array.elementType() instanceof NumericType)
                || (type instanceof UserDefinedType<?> own && isVector(own.sqlType()))
                || isVector(type);
    }

    /** The numbers of a cell; null stands for NaN. Null where it is nothing of the kind. */
    static double[] of(Object cell) {
        if (cell instanceof Seq<?> sequence) {
            return CollectionConverters.asJava(sequence).stream()
                    .mapToDouble(NumberArrays::number)
                    .toArray();
        }
        if (cell instanceof Row stored && stored.size() == 4) {
            return ofStored(stored);
        }
        try {
            return (double[]) cell.getClass().getMethod("toArray").invoke(cell);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException | ClassCastException e) {
            return null;
        }
    }

    /** Stored as (type, size, indices, values), where type 0 is sparse. */
    private static double[] ofStored(Row vector) {
        double[] values = vector.<Double>getList(3).stream()
                .mapToDouble(NumberArrays::number)
                .toArray();
        if (((Number) vector.get(0)).intValue() == 1) {
            return values;
        }
        double[] dense = new double[vector.getInt(1)];
        int[] indices =
                vector.<Integer>getList(2).stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < Math.min(indices.length, values.length); i++) {
            dense[indices[i]] = values[i];
        }
        return dense;
    }

    private static boolean isVector(DataType type) {
        return type instanceof StructType struct
                && Arrays.equals(struct.fieldNames(), new String[] {"type", "size", "indices", "values"});
    }

    private static double number(Object element) {
        return element == null ? Double.NaN : ((Number) element).doubleValue();
    }
}
