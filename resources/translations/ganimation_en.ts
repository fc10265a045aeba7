<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnimationForm</name>
    <message numerus="yes">
        <source>{file}, %n keyframe(s)</source>
        <translation>
            <numerusform>{file}, %n keyframe</numerusform>
            <numerusform>{file}, %n keyframes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchChoice</name>
    <message numerus="yes">
        <source>%n changed value(s)</source>
        <translation>
            <numerusform>%n changed value</numerusform>
            <numerusform>%n changed values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchExport</name>
    <message numerus="yes">
        <source>%n photo(s): {expression}</source>
        <translation>
            <numerusform>%n photo: {expression}</numerusform>
            <numerusform>%n photos: {expression}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentsFeature</name>
    <message numerus="yes">
        <source>%n open file(s)</source>
        <translation>
            <numerusform>%n open file</numerusform>
            <numerusform>%n open files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unsaved edits</source>
        <translation>
            <numerusform>%n with unsaved edits</numerusform>
            <numerusform>%n with unsaved edits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VideoKeyframes</name>
    <message numerus="yes">
        <source>%n keyframe(s) from {file}</source>
        <translation>
            <numerusform>%n keyframe from {file}</numerusform>
            <numerusform>%n keyframes from {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notifier</name>
    <message numerus="yes">
        <source>%n export(s) ended</source>
        <translation>
            <numerusform>%n export ended</numerusform>
            <numerusform>%n exports ended</numerusform>
        </translation>
    </message>
</context>
</TS>
