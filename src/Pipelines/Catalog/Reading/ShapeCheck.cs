using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Compares a node with its shape: unknown, missing, mistyped and out-of-range values, every one.</summary>
internal static class ShapeCheck
{
    public static void Check(ConfigNode node, Shape shape, FileFindings findings)
    {
        switch (shape)
        {
            case TextOrObjectShape s:
                Check(node, node.Kind == JsonValueKind.Object ? s.Object : s.Text, findings);
                break;
            case TextOrListShape s:
                Check(node, node.Kind == JsonValueKind.Array ? s.List : s.Text, findings);
                break;
            case ObjectShape s when Is(node, JsonValueKind.Object, "an object { … }", findings):
                CheckObject(node, s, findings);
                break;
            case KindShape s when Is(node, JsonValueKind.Object, "an object { … }", findings):
                if (s.Named && node["kind"] is not { Kind: JsonValueKind.String })
                {
                    findings.Add(node["kind"] ?? node, null, "the key \"kind\" is missing or no text", "add \"kind\" with the name of a kind");
                }

                break;
            case MapShape s when Is(node, JsonValueKind.Object, "an object { … }", findings):
                foreach (var (_, value) in node.Properties)
                {
                    Check(value, s.Value, findings);
                }

                break;
            case ListShape s when Is(node, JsonValueKind.Array, "a list [ … ]", findings):
                CheckList(node, s, findings);
                break;
            case TextShape s when Is(node, JsonValueKind.String, "a text in double quotes", findings):
                CheckText(node, s, findings);
                break;
            case NumberShape s when Is(node, JsonValueKind.Number, "a number without quotes", findings):
                CheckNumber(node, s, findings);
                break;
            case FlagShape when node.Kind is not (JsonValueKind.True or JsonValueKind.False):
                findings.Add(node, Shown(node), "the value is neither true nor false", "write true or false without quotes");
                break;
            default:
                break;
        }
    }

    private static void CheckObject(ConfigNode node, ObjectShape shape, FileFindings findings)
    {
        foreach (var (key, value) in node.Properties)
        {
            var known = shape.Keys.FirstOrDefault(k => k.Name == key);
            if (known is null)
            {
                findings.Add(value, null, $"the key \"{key}\" is not known here", Suggest(key, shape));
            }
            else if (value.Kind != JsonValueKind.Null)
            {
                Check(value, known.Shape, findings);
            }
        }

        foreach (var key in shape.Keys.Where(k => k.Required && node[k.Name] is null))
        {
            var at = node.Properties.FirstOrDefault(p => p.Key == key.Name).Value ?? node;
            findings.Add(at.Line, $"{node.Path}.{key.Name}", null, $"the key \"{key.Name}\" is missing", $"add it: {key.Shape.About}");
        }
    }

    private static string Suggest(string key, ObjectShape shape)
    {
        var names = shape.Keys.Select(k => k.Name).ToList();
        return NearestName.Of(key, names) is { } near ? $"did you mean \"{near}\"?" : $"remove it; known here: {string.Join(", ", names)}";
    }

    private static void CheckList(ConfigNode node, ListShape shape, FileFindings findings)
    {
        if (node.Items.Count < shape.Least)
        {
            findings.Add(node, null, $"the list needs at least {shape.Least} entries and has {node.Items.Count}", shape.About);
        }

        foreach (var item in node.Items)
        {
            Check(item, shape.Item, findings);
        }
    }

    private static void CheckText(ConfigNode node, TextShape shape, FileFindings findings)
    {
        string text = node.Text;
        if (!shape.MayBeEmpty && string.IsNullOrWhiteSpace(text))
        {
            findings.Add(node, text, "the text is empty", shape.About);
        }
        else if (shape.Choices.Count > 0 && !shape.Choices.Contains(text))
        {
            string near = NearestName.Of(text, shape.Choices) is { } name ? $"did you mean \"{name}\"? " : "";
            findings.Add(node, text, "the word is not known here", $"{near}one of: {string.Join(", ", shape.Choices)}");
        }
        else if (shape.Pattern is { } pattern && !Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))
        {
            findings.Add(node, text, "the text has not the right form", shape.Form.Length > 0 ? shape.Form : shape.About);
        }
    }

    private static void CheckNumber(ConfigNode node, NumberShape shape, FileFindings findings)
    {
        bool good = double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= shape.Least && number <= shape.Most && (!shape.Whole || number == Math.Floor(number));
        if (!good)
        {
            findings.Add(node, node.Text, "the number is out of range", string.Create(
                CultureInfo.InvariantCulture, $"write a {(shape.Whole ? "whole " : "")}number from {shape.Least} to {shape.Most}"));
        }
    }

    private static bool Is(ConfigNode node, JsonValueKind kind, string wanted, FileFindings findings)
    {
        if (node.Kind == kind)
        {
            return true;
        }

        findings.Add(node, Shown(node), $"the value has the wrong type ({node.Kind})", $"write {wanted}");
        return false;
    }

    private static string? Shown(ConfigNode node) => node.Kind is JsonValueKind.String or JsonValueKind.Number ? node.Text : null;
}
