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

    /// <summary>Numbers of characters or bytes.</summary>
    public static string? Lengths(string? argument, DatasetDefinition dataset) =>
        ReadLengths(argument ?? "").Length > 0 ? null : "needs one or more lengths such as 12 or 9,18";

    /// <summary>A number of bytes, perhaps with the encoding.</summary>
    public static string? Bytes(string? argument, DatasetDefinition dataset)
    {
        string[] parts = (argument ?? "").Split(',');
        return ReadLengths(parts[0]).Length == 1 && (parts.Length == 1 || parts is [_, "gb18030"]) ? null : "needs a number of bytes such as 256 or 256,gb18030";
    }

    /// <summary>Classes of characters.</summary>
    public static string? Characters(string? argument, DatasetDefinition dataset) =>
        CharacterClasses.Parse(argument ?? "") is null ? "needs classes such as digit,upper,- (digit, upper, letter, han, space, punctuation or single characters)" : null;

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

    /// <summary>Reads lengths from 1 to 100,000; empty when one is not.</summary>
    public static int[] ReadLengths(string text)
    {
        int[] lengths = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : 0)];
        return lengths.All(length => length is > 0 and <= 100_000) ? lengths : [];
    }

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
