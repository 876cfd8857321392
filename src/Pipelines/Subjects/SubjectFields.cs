using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Subjects;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Subjects;

/// <summary>Which fields of a dataset's content say who its records are about, as places in an array; -1: the dataset has no such field.</summary>
internal sealed class SubjectFields
{
    private const string Person = "个人";

    private readonly List<byte[]> _names = [];

    /// <summary>Compiles.</summary>
    public SubjectFields(DatasetDefinition dataset)
    {
        var subject = dataset.Subject;
        Dataset = dataset.Code;
        Name = Place(subject.Name);
        OrgCode = Place(subject.OrgCode);
        RegNo = Place(subject.RegNo);
        TaxNo = Place(subject.TaxNo);
        Register = dataset.Register;
        Since = Place(dataset.Register?.Since);
        Corrections = dataset.Corrections;
        OldCode = Place(Corrections?.OldCode);
        NewCode = Place(Corrections?.NewCode);
        Way = Place(Corrections?.Way);
        On = Place(Corrections?.On);
        string[] libraries = [.. dataset.Libraries.Where(l => l != Person)];
        Library = libraries.Length == 1 ? libraries[0] : null;
        Document = dataset.Checks.FirstOrDefault(c => c.Rule == OneDocumentCheck.Name);
        DocumentNames = [.. (Document?.Arguments ?? []).Select(Place)];
        DocumentDay = Document is null ? -1 : Place(dataset.OwnDateField);
        Check = dataset.Register is null ? dataset.Checks.FirstOrDefault(c => c.Rule == RegisterNameCheck.Name) : null;
    }

    /// <summary>The dataset's code.</summary>
    public string Dataset { get; }

    public int Name { get; }

    public int OrgCode { get; }

    public int RegNo { get; }

    public int TaxNo { get; }

    /// <summary>Day from which a name of a register holds.</summary>
    public int Since { get; }

    public int OldCode { get; }

    public int NewCode { get; }

    public int Way { get; }

    public int On { get; }

    public RegisterDefinition? Register { get; }

    public CorrectionDefinition? Corrections { get; }

    /// <summary>The check of names against the registers, or null.</summary>
    public CheckDefinition? Check { get; }

    /// <summary>The check of documents that name several parties, or null.</summary>
    public CheckDefinition? Document { get; }

    /// <summary>What names the document: its number first.</summary>
    public IReadOnlyList<int> DocumentNames { get; }

    /// <summary>The day on which all records of a document agree.</summary>
    public int DocumentDay { get; }

    /// <summary>The only library of organisations that the dataset names, or null.</summary>
    public string? Library { get; }

    /// <summary>Number of places.</summary>
    public int Count => _names.Count;

    /// <summary>Place of a field of the content, or -1.</summary>
    public int PlaceOf(ReadOnlySpan<byte> field)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (field.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private int Place(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return -1;
        }

        byte[] name = Encoding.UTF8.GetBytes(code);
        int place = PlaceOf(name);
        if (place < 0)
        {
            _names.Add(name);
            place = _names.Count - 1;
        }

        return place;
    }
}
