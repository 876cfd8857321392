using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Store.Subjects;

namespace CreditHub.Pipelines.Subjects;

/// <summary>
/// Stored versions → what they say about their subject. A value gives exactly the key that a record with only this value would have as its subject id.
/// Of natural persons nothing but the digest is taken. Not thread-safe.
/// </summary>
internal sealed class SightingReader(IReadOnlyDictionary<short, SubjectFields> datasets)
{
    private readonly string?[] _values = new string?[16];

    /// <summary>What a version says: nothing (no readable subject), one thing, or for a correction that keeps a code also that code's name.</summary>
    public IEnumerable<Sighting> Read(StoredIdentity version)
    {
        if (KindOf(version.SubjectId) is not char kind)
        {
            yield break;
        }

        var seen = new Sighting
        {
            VersionNo = version.VersionNo, RecordNo = version.RecordNo, DatasetNo = version.DatasetNo, Key = Encoding.UTF8.GetString(version.SubjectId),
            Kind = kind, SeenOn = version.StoredOn, Since = version.StoredOn,
        };
        if (!datasets.TryGetValue(version.DatasetNo, out var fields))
        {
            yield return seen;
            yield break;
        }

        Array.Clear(_values);
        if (version.Content is { } content)
        {
            ReadFields(content, fields);
        }

        var ruling = fields.Corrections is null ? null : RulingOf(version, fields);
        yield return (kind == 'P' ? seen : WithIdentifiers(seen, fields)) with
        {
            Ruling = ruling, Document = DocumentOf(fields), DocumentDay = Day(Value(fields.DocumentDay)),
        };
        if (ruling is { Way: "保留", OldCode: { } kept } && kind != 'P')
        {
            var name = WithName(seen with { Key = kept, Kind = 'U' }, fields);
            yield return name;
        }
    }

    private Sighting WithIdentifiers(Sighting seen, SubjectFields fields)
    {
        string? tax = Value(fields.TaxNo);
        byte[] taxNo = Encoding.UTF8.GetBytes(tax ?? "");
        bool code = UsccCode.IsValid(taxNo);
        string? other = code && seen.Kind == 'U' && tax != seen.Key ? tax : null;
        return WithName(seen, fields) with
        {
            Library = fields.Library,
            Other = other,
            Org = seen.Kind is 'U' ? null : Key(seen, SubjectCode.Org, Value(fields.OrgCode)),
            Reg = Key(seen, SubjectCode.Reg, Value(fields.RegNo)),
            Tax = code || TaxNumber.NamesPerson(taxNo) ? null : Key(seen, SubjectCode.Tax, tax),
        };
    }

    private Sighting WithName(Sighting seen, SubjectFields fields)
    {
        string? name = Value(fields.Name);
        string? folded = name is null ? null : SubjectName.Fold(name);
        return seen with
        {
            Name = name, Folded = folded, Register = fields.Register is not null && folded is not null, Checked = fields.Check is not null && folded is not null,
            Since = Day(Value(fields.Since)) ?? seen.SeenOn,
        };
    }

    /// <summary>Null where the number is not filled in: the day or the authority alone name no document.</summary>
    private string? DocumentOf(SubjectFields fields)
    {
        if (fields.Document is null || Value(fields.DocumentNames[0]) is null)
        {
            return null;
        }

        string name = string.Join('\u001F', fields.DocumentNames.Select(Value).Prepend(fields.Dataset));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }

    private Ruling RulingOf(StoredIdentity version, SubjectFields fields) => new(
        version.Content is null ? null : Value(fields.Way), Code(Value(fields.OldCode)), Code(Value(fields.NewCode)), Day(Value(fields.On)) ?? version.StoredOn);

    /// <summary>A key beside the version's own; null for its own, for what may not be kept, and for a number of one digit only, which is a way to fill a cell.</summary>
    private static string? Key(Sighting seen, ReadOnlySpan<byte> kind, string? value)
    {
        byte[] code = Encoding.UTF8.GetBytes(value ?? "");
        if (!SubjectCode.Fits(kind, code) || SubjectCode.IsPersonal(code) || !code.AsSpan().ContainsAnyExcept(code[0]))
        {
            return null;
        }

        string key = Encoding.UTF8.GetString(kind) + value;
        return key == seen.Key ? null : key;
    }

    private static char? KindOf(ReadOnlySpan<byte> id) =>
        id.StartsWith(SubjectCode.Person) ? 'P'
        : id.StartsWith(SubjectCode.Name) ? 'N'
        : id.StartsWith(SubjectCode.Reg) ? 'R'
        : id.StartsWith(SubjectCode.Org) ? 'O'
        : id.StartsWith(SubjectCode.Tax) ? 'T'
        : UsccCode.IsValid(id) ? 'U' : null;

    private static string? Code(string? value) => UsccCode.IsValid(Encoding.UTF8.GetBytes(value ?? "")) ? value : null;

    private static DateOnly? Day(string? value) =>
        DateOnly.TryParseExact(value, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private string? Value(int place) => place < 0 ? null : _values[place];

    private void ReadFields(byte[] content, SubjectFields fields)
    {
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                int place = reader.ValueIsEscaped ? -1 : fields.PlaceOf(reader.ValueSpan);
                reader.Read();
                if (place >= 0 && reader.TokenType == JsonTokenType.String)
                {
                    _values[place] = reader.GetString();
                }
            }
        }
    }
}
