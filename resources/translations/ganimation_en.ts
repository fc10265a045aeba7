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
    <name>VideoExportDialog</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
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
</TS>
