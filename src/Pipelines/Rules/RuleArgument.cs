using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>Kinds of rule arguments and how each is read. Problems are in English for the administrator.</summary>
internal static class RuleArgument
{
    /// <summary>No argument.</summary>
    public static string? None(string? argument, DatasetDefinition dataset) => argument is null ? null : "takes no argument";

    /// <summary>Any text.</summary>
    public static string? Text(string? argument, DatasetDefinition dataset) =>
        string.IsNullOrEmpty(argument) ? "needs an argument after the colon" : null;

    /// <summary>One character.</summary>
    public static string? Separator(string? argument, DatasetDefinition dataset) => argument == ";" ? null : "needs the separator ';'";

    /// <summary>A number.</summary>
    public static string? Number(string? argument, DatasetDefinition dataset) =>
        TryNumber(argument, out _) ? null : "needs a number such as 0 or 0.5";

    /// <summary>Precision and scale.</summary>
    public static string? PrecisionScale(string? argument, DatasetDefinition dataset) =>
        TryPrecisionScale(argument, out _, out _) ? null : "needs precision and scale such as 18,6 with scale not above precision and precision at most 28";

    /// <summary>An expression over fields of the dataset.</summary>
    public static string? When(string? argument, DatasetDefinition dataset)
    {
        if (!Expression.TryParse(argument ?? "", out var expression, out string? problem))
        {
            return $"condition: {problem}";
        }

        string? unknown = expression!.Fields.FirstOrDefault(field => dataset.Fields.All(known => known.Code != field));
        return unknown is null ? null : $"condition: the dataset has no field {unknown}";
    }

    /// <summary>A date field of the dataset.</summary>
    public static string? DateField(string? argument, DatasetDefinition dataset)
    {
        var field = dataset.Fields.FirstOrDefault(known => known.Code == argument);
        return field is null ? $"the dataset has no field {argument}" : field.Type != FieldType.Date ? $"{argument} is no date" : null;
    }

    /// <summary>A text field of the dataset.</summary>
    public static string? TextField(string? argument, DatasetDefinition dataset)
    {
        var field = dataset.Fields.FirstOrDefault(known => known.Code == argument);
        return field is null ? $"the dataset has no field {argument}" : field.Type != FieldType.Text ? $"{argument} is no text" : null;
    }

    /// <summary>A group of the dataset's anyOf.</summary>
    public static string? Group(string? argument, DatasetDefinition dataset) =>
        dataset.AnyOf.Any(group => group.Id == argument) ? null : $"the dataset has no anyOf group with id {argument}";

    /// <summary>A pattern that runs in linear time.</summary>
    public static string? Pattern(string? argument, DatasetDefinition dataset)
    {
        try
        {
            PatternRule.Compile(argument ?? "");
            return string.IsNullOrEmpty(argument) ? "needs a pattern" : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"the pattern cannot be used (look-around and back-references are not possible): {e.Message}";
        }
    }

    /// <summary>Reads a number.</summary>
    public static bool TryNumber(string? argument, out decimal number) =>
        decimal.TryParse(argument, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads precision and scale.</summary>
    public static bool TryPrecisionScale(string? argument, out int precision, out int scale)
    {
        string[] parts = (argument ?? "").Split(',');
        scale = 0;
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out precision)
            && parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out scale)
            && precision is > 0 and <= 28 && scale <= precision;
    }
}
